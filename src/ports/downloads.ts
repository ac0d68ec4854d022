import type {Pieces} from './copies'

export interface DownloadOptions {
  /** More than so many bytes are not taken. */
  readonly maxBytes: number
  /** Bytes that came so far, and all there are where the server says so. */
  readonly progress?: (done: number, total: number | undefined) => void
}

/** Files of web servers. */
export interface Downloads {
  /**
   * What an `http:` or `https:` address holds, as it comes, without any credentials. A few redirects are followed, none to a private network from a
   * public one, or from https to http. Throws, as they are gone through, USAGE for an address that is not asked (a user in it, the metadata server of a cloud),
   * REMOTE_REFUSED for an answer other than 200, REMOTE_FAILED where nobody answers or the line goes dead, TOO_BIG.
   */
  get(url: string, options: DownloadOptions): Pieces
}
