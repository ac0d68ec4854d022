import {nodeDownloads} from '../../src/adapters/node/downloads'
import {networkOf} from '../../src/adapters/node/networks'
import {isExpError} from '../../src/base/errors'
import {type FileServer, fileServer, SERVED} from '../support/file-server'

let server: FileServer
beforeAll(async () => {
  server = await fileServer()
})
afterAll(() => server.stop())

const downloads = nodeDownloads({silenceMs: 400})

async function get(url: string, maxBytes = 1 << 20) {
  const pieces: Uint8Array[] = []
  for await (const piece of downloads.get(url, {maxBytes})) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const problem = (url: string, max?: number) =>
  get(url, max).then(
    () => 'none',
    error => (isExpError(error) ? `${error.code}: ${error.message}` : String(error)),
  )

test('bytes as they lie there, after a redirect too, and no credentials are sent', async () => {
  expect(await get(`${server.url}/train.csv`)).toBe(SERVED)
  expect(await get(`${server.url}/moved`)).toBe(SERVED)
  for (const {headers} of server.asked)
    expect(Object.keys(headers).sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent'])
})

test.each([
  ['/nothing', 'REMOTE_REFUSED', 'answered 404'],
  ['/secret', 'REMOTE_REFUSED', 'answered 401'],
  ['/broken', 'REMOTE_REFUSED', 'answered 500'],
  ['/loop', 'REMOTE_REFUSED', 'without an end'],
  ['/to-file', 'REMOTE_REFUSED', 'what is no web address'],
  ['/to-user', 'REMOTE_REFUSED', 'with a user in it'],
  ['/to-metadata', 'USAGE', 'leads to 169.254.169.254'],
  ['/cut', 'REMOTE_FAILED', 'could not be fetched'],
  ['/silent', 'REMOTE_FAILED', 'nothing came for 0.4 s'],
  ['/stops', 'REMOTE_FAILED', 'could not be fetched'],
])('%s: %s', async (path, code, words) => {
  const said = await problem(server.url + path)
  expect(said).toContain(words)
  expect(said).toMatch(new RegExp(`^${code}: `))
})

test('no more than was said', async () => {
  expect(await problem(`${server.url}/train.csv`, 5)).toContain('TOO_BIG')
  expect(await problem(`${server.url}/endless`, 1000)).toContain('TOO_BIG')
})

test.each([
  ['http://169.254.169.254/latest/meta-data/', 'USAGE'],
  ['http://2852039166/', 'USAGE'],
  ['http://0xa9fea9fe/', 'USAGE'],
  ['http://[::ffff:169.254.169.254]/', 'USAGE'],
  ['http://[fe80::1]/', 'USAGE'],
  ['http://user:word@127.0.0.1/x', 'USAGE'],
  ['file:///etc/passwd', 'USAGE'],
  ['ftp://127.0.0.1/x', 'USAGE'],
  ['no address', 'USAGE'],
  ['http://127.0.0.1:1/x', 'REMOTE_FAILED'],
  ['http://nowhere.invalid/x', 'REMOTE_FAILED'],
])('%s', async (url, code) => {
  const said = await problem(url)
  expect(said).toMatch(new RegExp(`^${code}: `))
  expect(said).not.toContain('word')
})

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['127.9.9.9', 'private'],
  ['0.0.0.0', 'private'],
  ['::1', 'private'],
  ['fd12::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:a9fe:a9fe', 'metadata'],
  ['169.254.1.1', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['name', 'public'],
])('the network of %s: %s', (address, network) => expect(networkOf(address)).toBe(network))
