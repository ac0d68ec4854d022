import {plural, safe} from '../../base/text'
import {type Certainty, type PlanItem, type PlanStep, STEP_TITLES} from '../../compare/reproduction/plan/step'
import {styleOf} from '../color'
import {mdCode, mdText} from '../markdown'
import {pad} from '../width'

export interface PlanView {
  readonly id: string
  readonly name: string
  readonly steps: readonly PlanStep[]
}

const STATES: readonly Certainty[] = ['known', 'assumed', 'missing']

/** `9 known, 2 assumed, 3 missing`. */
export function planCounts(steps: readonly PlanStep[]): string {
  const items = steps.flatMap(step => step.items)
  return STATES.flatMap(state => {
    const count = items.filter(each => each.state === state).length
    return count > 0 ? [`${count} ${state}`] : []
  }).join(', ')
}

/** The steps as a person reads them on a terminal. */
export function planText({id, name, steps}: PlanView, {color}: {readonly color: boolean}): string {
  const style = styleOf(color)
  const marks = {known: style.green, assumed: style.yellow, missing: style.red}
  const room = Math.max(...STATES.map(state => state.length))
  const line = ({what, value, state, note}: PlanItem) => {
    const text = [safe(what), value === undefined ? '' : safe(value), note ? style.dim(`(${safe(note)})`) : '']
    return `   ${marks[state](pad(state, room))}  ${text.filter(Boolean).join('  ')}\n`
  }
  const body = steps.map(
    ({name: step, items}, i) => `\n${style.bold(`${i + 1}. ${STEP_TITLES[step]}`)}\n${items.map(line).join('')}`,
  )
  return `to reproduce ${style.bold(safe(name))}  ${style.dim(safe(id))}\n${planCounts(steps)} in ${plural(steps.length, 'step')}\n${body.join('')}`
}

/** The same for a pull request or a notebook. */
export function planMarkdown({id, name, steps}: PlanView): string {
  const line = ({what, value, state, note}: PlanItem) => {
    const text = [mdText(what), value === undefined ? '' : mdCode(value), note ? `(${mdText(note)})` : '']
    return `- **${state}** ${text.filter(Boolean).join(' · ')}\n`
  }
  const body = steps.map(
    ({name: step, items}, i) => `\n### ${i + 1}. ${STEP_TITLES[step]}\n\n${items.map(line).join('')}`,
  )
  return `## To reproduce ${mdText(name)} (${mdCode(id)})\n\n${planCounts(steps)} in ${plural(steps.length, 'step')}.\n${body.join('')}`
}
