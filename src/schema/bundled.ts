import type {Digest} from '../model/ids'
import {templates} from './generated/templates'

/** A template that comes with the tool. */
export interface BundledTemplate {
  readonly name: string
  /** The file as `init` writes it. */
  readonly bytes: Uint8Array
  readonly digest: Digest
  readonly title: string
  readonly description: string
  /** A name as the template's kind of run should have. */
  readonly nameExample: string
}

/** The templates that come with the tool, the general one first. Reads no file. */
export function bundledTemplates(): readonly BundledTemplate[] {
  return templates.map(({name, digest, text}) => ({
    name,
    digest: digest as Digest,
    get bytes() {
      return Buffer.from(text)
    },
    get title() {
      return wordOf(text, 'title')
    },
    get description() {
      return wordOf(text, 'description')
    },
    get nameExample() {
      return wordOf(text, 'x-name-example')
    },
  }))
}

const wordOf = (text: string, key: string) => String(JSON.parse(text)[key])
