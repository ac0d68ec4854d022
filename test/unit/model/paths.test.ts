import type {RunId} from '../../../src/model/ids'
import {isRunId, runIdFrom} from '../../../src/model/ids'
import {parseRunPath, pathProblem, runFolder, slugOf} from '../../../src/model/paths'

test.each([
  ['a/b.txt', undefined],
  ['', 'is empty'],
  ['/etc/passwd', 'is an absolute path'],
  ['C:/x', 'is an absolute path'],
  ['a/../b', 'has a ".." part'],
  ['./a', 'has a "." part'],
  ['a//b', 'has an empty part'],
  ['.git/config', 'leads into .git'],
  ['x/.GIT /hooks', 'leads into .git'],
  ['git~1/x', 'leads into .git'],
  ['con.txt', 'has the part "con.txt", which Windows reserves'],
  ['a\\b', 'holds a backslash'],
  ['a\u0000b', 'holds a control character'],
  ['a\u202eb', 'holds a control character'],
  ['a/b ', 'has the part "b ", which ends in a dot or a space'],
  ['what?.txt', 'has the part "what?.txt", with a character Windows refuses'],
  [`${'x'.repeat(256)}`, 'has a part longer than 255 bytes'],
  ['\ud800', 'is not valid Unicode'],
])('path %j: %s', (path, problem) => {
  expect(pathProblem(path)).toBe(problem)
})

test.each([
  ['sentiment_tweets_distilbert_lr1e-4_2026-01-05', 'sentiment_tweets_distilbert_lr1e-4_2026-01-05'],
  ['Größe & Maß 2.0', 'grosse-mas-2-0'.replace('grosse', 'gro-e').replace('mas', 'ma')],
  ['日本語', 'run'],
  ['../../etc', 'etc'],
  ['CON', 'con'],
  ['x'.repeat(80), 'x'.repeat(60)],
])('slug of %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('a run folder is found again from any path in it', () => {
  const id = runIdFrom(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]))
  expect(isRunId(id)).toBe(true)
  const folder = runFolder('2026-11-23T23:59:59.999+02:00', 'a-b', id as RunId)
  expect(folder).toBe(`runs/2026-11/23/21/a-b-${id}`)
  expect(parseRunPath(`${folder}/events/x.yaml`)).toEqual({folder, id, rest: 'events/x.yaml'})
  expect(parseRunPath('runs/2026-11/x')).toBeUndefined()
})
