import {toJson} from '../render/json'
import type {Host} from './host'
import {hintLines, say} from './report'
import type {CommandIo, CommandResult} from './spec'
import {writeErr, writeOut} from './streams'

/** Warnings and hints to stderr, the answer to stdout: as JSON, through the pager, or straight. */
export async function printResult(result: CommandResult, io: CommandIo, pager: Host | undefined): Promise<void> {
  for (const message of result.warnings ?? []) io.warn(message)
  if (io.json) await writeOut(document(result.data))
  else await show(await textOf(result), pager)
  if (result.hints) writeErr(hintLines(result.hints))
}

/** Tells of an error on stderr and, with `--json`, as one object on stdout; answers the exit code. */
export async function printError(error: unknown, json: boolean): Promise<number> {
  const said = say(error)
  writeErr(said.text)
  if (json) await writeOut(document(said.json))
  return said.exit
}

/** What JSON allows raw and a terminal may obey: C1 controls, marks that are not seen or turn the text round. */
const UNSEEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

function document(value: unknown): string {
  const json = toJson(value).replace(UNSEEN, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return ended(json)
}

async function textOf({text}: CommandResult): Promise<string> {
  return ended(typeof text === 'function' ? await text() : (text ?? ''))
}

async function show(text: string, pager: Host | undefined): Promise<void> {
  if (text === '' || (pager && (await pager.page(text)))) return
  await writeOut(text)
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
