import {openLedger} from '../src/index'

/** A long-lived recorder: `recorder DIR COUNT NAME` records COUNT runs one after the other and prints the ms each took. */
async function main(): Promise<void> {
  const [dir, count, name] = process.argv.slice(2)
  const ledger = await openLedger({dir: dir!})
  const took: number[] = []
  const ids: string[] = []
  for (let i = 0; i < Number(count); i++) {
    const start = performance.now()
    const {id} = await ledger.record({
      run_name: `${name}_${i}`,
      task: 'text_classification',
      code: {repo: 'r', commit: 'not-a-commit'},
      params: {lr: 0.001 * (i + 1), seed: 42, recorder: name!},
      metrics: {dev: {macro_f1: 0.8 + i / 1000}},
    })
    took.push(performance.now() - start)
    ids.push(id)
  }
  process.stdout.write(JSON.stringify({took, ids}))
}

void main()
