import {lookup} from 'node:dns'
import {request as askPlain, type IncomingMessage} from 'node:http'
import {request as askSecure} from 'node:https'
import {isIP, type LookupFunction} from 'node:net'
import {ExpError, isExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import {formatBytes} from '../../base/units'
import type {Pieces} from '../../ports/copies'
import type {DownloadOptions, Downloads} from '../../ports/downloads'
import {type Network, networkOf} from './networks'

const MOST_REDIRECTS = 5
/** As long as nothing comes, from the first word to the last. */
const SILENCE_MS = 30_000

export const nodeDownloads = ({silenceMs = SILENCE_MS}: {readonly silenceMs?: number} = {}): Downloads => ({
  get: (url, options) => download(url, options, silenceMs),
})

async function* download(said: string, {maxBytes, progress}: DownloadOptions, silenceMs: number): Pieces {
  const url = addressOf(said)
  const answer = await follow(url, silenceMs)
  try {
    if (answer.statusCode !== 200) throw refused(url, answer)
    const length = Number(answer.headers['content-length'] ?? Number.NaN)
    const total = Number.isSafeInteger(length) ? length : undefined
    if (total !== undefined && total > maxBytes) throw tooBig(url, maxBytes, total)
    let done = 0
    for await (const piece of answer as AsyncIterable<Uint8Array>) {
      done += piece.length
      if (done > maxBytes) throw tooBig(url, maxBytes)
      progress?.(done, total)
      yield piece
    }
  } catch (error) {
    throw isExpError(error) ? error : failed(url, error)
  } finally {
    answer.destroy()
  }
}

/** The answer at the end of the way. */
async function follow(first: URL, silenceMs: number): Promise<IncomingMessage> {
  let url = first
  let barred: readonly Network[] = ['metadata']
  for (let hop = 0; ; hop++) {
    const answer = await ask(url, barred, silenceMs)
    const {statusCode = 0, headers, socket} = answer
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return answer
    // What the user was shown is out in the open, so whoever answers there has no business in here.
    if (networkOf(socket.remoteAddress ?? '') === 'public') barred = ['metadata', 'private']
    answer.destroy()
    if (hop === MOST_REDIRECTS) throw lost(first, 'it leads from one address to the next without an end')
    url = nextOf(url, headers.location, first)
  }
}

function nextOf(from: URL, location: string, first: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined
  if (!next || !/^https?:$/.test(next.protocol)) throw lost(first, 'it leads to what is no web address')
  if (from.protocol === 'https:' && next.protocol === 'http:') throw lost(first, 'it leads from https to http')
  if (next.username !== '' || next.password !== '') throw lost(first, 'it leads to an address with a user in it')
  return next
}

function ask(url: URL, barred: readonly Network[], silenceMs: number): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const guarded: LookupFunction = (name, options, done) =>
    lookup(name, {...options, all: true}, (error, addresses) => {
      const [found] = addresses ?? []
      const bad = addresses?.find(({address}) => barred.includes(networkOf(address)))
      if (error || !found) done(error ?? new Error(`no address of ${name} is known`), '', 4)
      else if (bad) done(barredAddress(url, bad.address), '', 4)
      else if (options.all) done(null, addresses)
      else done(null, found.address, found.family)
    })
  return new Promise((resolve, reject) => {
    if (isIP(host) !== 0 && barred.includes(networkOf(host))) return reject(barredAddress(url, host))
    // Bytes as they lie there: what is packed for the way would have another digest.
    const headers = {'accept-encoding': 'identity', 'user-agent': 'git-exp'}
    const send = url.protocol === 'https:' ? askSecure : askPlain
    const asked = send(url, {headers, lookup: guarded, agent: false, timeout: silenceMs}, resolve)
    asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${silenceMs / 1000} s`)))
    asked.on('error', error => reject(isExpError(error) ? error : failed(url, error)))
    asked.end()
  })
}

function addressOf(said: string): URL {
  const url = URL.canParse(said) ? new URL(said) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ExpError('USAGE', `"${said}" is no web address`, {data: {url: said}})
  }
  if (url.username !== '' || url.password !== '') {
    url.username = ''
    url.password = ''
    throw new ExpError(
      'USAGE',
      `${url.href} was recorded with a user in it, and credentials of a record are not used`,
      {
        hints: [`by hand, with your own: curl --fail --location --remote-name ${shellWord(url.href)}`],
        data: {url: url.href},
      },
    )
  }
  return url
}

const barredAddress = (url: URL, address: string) =>
  new ExpError('USAGE', `${url.href} leads to ${address}, where no data is fetched from`, {
    hints: ['a record should not name it: look at who wrote that'],
    data: {url: url.href, address},
  })

const lost = (url: URL, why: string) =>
  new ExpError('REMOTE_REFUSED', `${url.href} is not followed: ${why}`, {
    hints: [`what it answers: curl --head --location ${shellWord(url.href)}`],
    data: {url: url.href},
  })

function refused(url: URL, {statusCode, statusMessage}: IncomingMessage): ExpError {
  const gone = statusCode === 404 || statusCode === 410
  const locked = statusCode === 401 || statusCode === 403
  return new ExpError('REMOTE_REFUSED', `${url.host} answered ${statusCode} ${statusMessage} for ${url.href}`, {
    hints: [
      gone
        ? 'it is not there any more: whoever ran it may have it, and --data names a folder with it'
        : locked
          ? `it wants to know who you are: fetch it by hand, then name its folder with --data`
          : `later, perhaps; what it answers: curl --head --location ${shellWord(url.href)}`,
    ],
    data: {url: url.href, status: statusCode},
  })
}

function failed(url: URL, error: unknown): ExpError {
  const {code, message} = error as NodeJS.ErrnoException
  const why = message === '' || message === 'aborted' ? (code ?? 'the line was cut') : message
  return new ExpError('REMOTE_FAILED', `${url.href} could not be fetched: ${why}`, {
    hints: [`is it there? curl --head --location ${shellWord(url.href)}`],
    cause: error,
    data: {url: url.href, ...(code !== undefined && {code})},
  })
}

const tooBig = (url: URL, most: number, total?: number) =>
  new ExpError(
    'TOO_BIG',
    `${url.href} holds ${total === undefined ? 'more' : formatBytes(total)}; at most ${formatBytes(most)} are taken`,
    {
      hints: [`by hand: curl --fail --location --remote-name ${shellWord(url.href)}, then name its folder with --data`],
      data: {url: url.href, max: most},
    },
  )
