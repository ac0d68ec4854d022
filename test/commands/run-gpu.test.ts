import {chmodSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {hermetic} from '../support/env'
import {tempFolder} from '../support/git'
import {workplace} from '../support/workplace'

test('the peak of GPU memory is that of the run’s own processes, over all GPUs, where a driver tells', () => {
  const place = workplace()
  const bin = tempFolder('bin')
  // Speaks as nvidia-smi does: one line a process and GPU, again and again; of a process of the run, and of a stranger.
  const smi = join(bin, 'nvidia-smi')
  writeFileSync(
    smi,
    `#!/bin/sh
case "$1" in --query-compute-apps*) ;; *) exit 1;; esac
for mib in 100 700 300; do
  read pid < ${bin}/pid 2>/dev/null
  echo "$pid, GPU-a, $mib"; echo "$pid, GPU-b, 50"; echo "1, GPU-a, 9999"; echo "[N/A], GPU-a, [N/A]"
  sleep 0.2
done
sleep 5
`,
  )
  chmodSync(smi, 0o755)
  const env = {PATH: `${bin}:${hermetic()['PATH']}`}
  const ran = place.exp(['run', '--name', 'gpu', '--', 'sh', '-c', `sh -c 'echo $$ > ${bin}/pid; sleep 1'; true`], {
    env,
  })
  expect(ran.status).toBe(0)
  expect(place.json(['show', 'gpu']).resources.peak_vram).toBe(750 * 1024 * 1024)
})
