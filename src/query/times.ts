import {timestamp} from '../base/time'
import type {Here} from './local-time'
import {readMoment} from './moments'
import {spanAgo} from './spans'

/** Functions of filters that give a time, spelled as `created` is, so that the two compare as texts. They throw RangeError. */
export const TIMES: Readonly<Record<string, (text: string, here: Here) => string>> = {ago, date}

function ago(span: string, here: Here): string {
  const at = spanAgo(span.trim().toLowerCase(), here)
  if (at === undefined)
    throw new RangeError(`"${span}" is no span of time; expected for example ago("7d"), ago("36h"), ago("2 weeks")`)
  return timestamp(at)
}

/** The first moment of it. */
function date(text: string, here: Here): string {
  return timestamp(readMoment(text, here).from)
}
