import {basename, dirname} from 'node:path'
import {bareRemote, clone, httpServer, SSHD, sharedPlace, sshServer} from '../support/remotes'
import type {Workplace} from '../support/workplace'

function record(place: Workplace, name: string): void {
  place.write('run.json', {name, seed: 1})
  place.ok('record', 'run.json')
}
const names = (place: Workplace): string[] =>
  place
    .json(['ls'])
    .runs.map((run: {name: string}) => run.name)
    .sort()

/** Two clones that part and are joined over this address. */
function joinOver(url: string, env: NodeJS.ProcessEnv = {}): void {
  const [one, two] = [sharedPlace(url, env), clone(url, env)]
  const exp = (place: Workplace, ...args: string[]) => {
    const {status, stderr} = place.exp(args, {env})
    expect([status, stderr]).toEqual([0, expect.anything()])
  }
  record(one, 'first')
  exp(one, 'sync')
  exp(two, 'init')
  record(one, 'laptop')
  record(two, 'cluster')
  exp(one, 'push')
  exp(two, 'sync')
  exp(one, 'fetch')
  expect(names(one)).toEqual(['cluster', 'first', 'laptop'])
  expect(one.git('rev-parse', 'exp-ledger')).toBe(two.git('rev-parse', 'exp-ledger'))
}

test('over http', async () => {
  const remote = bareRemote()
  const {url, stop} = await httpServer(dirname(remote))
  try {
    joinOver(`${url}/${basename(remote)}`)
  } finally {
    stop()
  }
})

const withSsh = SSHD === undefined ? test.skip : test
withSsh('over ssh', async () => {
  const server = await sshServer()
  try {
    joinOver(`ssh://127.0.0.1${bareRemote()}`, {GIT_SSH_COMMAND: server.command})
  } finally {
    server.stop()
  }
})
