import type {Style} from './color'

/** How a status is coloured; one that this version does not know is left plain. */
export function statusMark(status: string, style: Style): (text: string) => string {
  if (status === 'finished') return style.green
  if (status === 'failed' || status === 'aborted' || status === 'damaged') return style.red
  return status === 'running' || status === 'preempted' || status === 'lost' ? style.yellow : text => text
}
