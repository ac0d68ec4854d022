import {readHead} from '../../ledger/head'
import {isRunId, type RunId} from '../../model/ids'
import type {Point} from '../../model/point'
import {openState} from './find-open'
import {aroundUs} from './put-points'
import type {LookPorts} from './running'

const LOOK_MS = 500

/** Hears each value of a run as it is said, those said before first, until it ends. Throws RUN_NOT_FOUND, RUN_FINAL. */
export async function followRun(
  ports: LookPorts,
  run: string | undefined,
  hear: (point: Point) => void,
): Promise<{id: RunId; name: string; points: number}> {
  const word = run ?? aroundUs(ports)
  const known = isRunId(word) ? ports.live.read(word) : undefined
  const {id, name} = known ?? (await openState(ports, await readHead(ports.objects, ports.ref), word))
  const more = ports.live.follow(id)
  let heard = 0
  for (;;) {
    // Looked at before the points: the last ones are said before it ends.
    const going = ports.live.read(id)?.fields['status'] === 'running'
    const points = more()
    for (const point of points) hear(point)
    heard += points.length
    if (!going) return {id, name, points: heard}
    await ports.timer.sleep(LOOK_MS)
  }
}
