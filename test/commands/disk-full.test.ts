import {readdirSync, rmSync, statSync, truncateSync} from 'node:fs'
import {join} from 'node:path'
import {noise, plainRecord, workplace} from '../support/workplace'
import {MAY_MOUNT, onSmallDisk} from '../support/wrapped'

const KB = 1024

const sizeOf = (file: string) => statSync(file).size

/** Leaves `free` bytes on the disk that `folder` lies on. */
function fill(folder: string, free: number): string {
  const file = join(folder, 'fill')
  try {
    noise(file, 8 * KB * KB)
  } catch {
    // That is the point.
  }
  truncateSync(file, Math.max(0, sizeOf(file) - free))
  return file
}

const onlyWhereMounted = MAY_MOUNT ? test : test.skip

onlyWhereMounted(
  'a full disk: said so, by the folder that is full; what was recorded before stays, and room is all it takes',
  () => {
    const place = workplace()
    place.write('run.json', plainRecord('one'))
    place.ok('record', 'run.json')
    noise(join(place.cwd, 'weights.bin'), 300 * KB)
    place.write('large.json', plainRecord('large', {artifacts: ['weights.bin']}))
    onSmallDisk(place, small => {
      const full = fill(small.cwd, 0)
      expect(small.refused(['record', 'run.json'])).toMatchObject({code: 'DISK_FULL', exit: 5})
      truncateSync(full, sizeOf(full) - 100 * KB)
      expect(small.json(['record', 'large.json']).error).toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringMatching(/no room left to write ".*\/exp\/objects"/),
      })
      const files = readdirSync(small.inGit('exp/objects'), {recursive: true, withFileTypes: true})
      expect([files.filter(file => file.isFile()), small.spool()]).toEqual([[], []])
      fill(small.cwd, 4 * KB)
      const start = performance.now()
      // What waits, and what git had begun, takes some of the room of each next try.
      for (let tries = 0; tries < 20; tries++) {
        const {status, stdout} = small.exp(['record', 'run.json', '--json'])
        if (status === 0) break
        expect([status, JSON.parse(stdout).error.code]).toEqual([5, 'DISK_FULL'])
        truncateSync(full, sizeOf(full) - 24 * KB)
      }
      // No try leaves a lock behind that the next one has to wait for.
      expect(performance.now() - start).toBeLessThan(20_000)
      rmSync(full)
      small.ok('recover')
      small.ok('record', 'large.json')
      expect(small.json(['ls', '--where', 'name == "large"']).total).toBe(1)
      small.git('fsck', '--strict')
    })
  },
)
