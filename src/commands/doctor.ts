import {safe} from '../base/text'
import {lookContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

const MARKS = {ok: 'ok     ', warning: 'warning', problem: 'problem'} as const

export const command = defineCommand({
  id: 'doctor',
  summary: 'Look for what makes records fail or lag behind',
  description: `Who you are to git, the ledger and what locks it, changes that wait or were set aside, runs that nobody runs any more, what
exp.autopush has not brought to the remote. Changes nothing.`,
  examples: [{command: 'git exp doctor', says: 'is all well?'}],
  args: [],
  flags: {},
  no: 'something needs a hand',
  async run(_, io) {
    const [context, {examine}] = await Promise.all([lookContextOf(io), import('../usecases/doctor')])
    const findings = await examine(context)
    const lines = findings.map(
      ({level, what, hints}) =>
        `${MARKS[level]}  ${safe(what)}\n${hints.map(hint => `         ${safe(hint)}\n`).join('')}`,
    )
    return {
      data: {findings},
      text: lines.join(''),
      exit: findings.some(({level}) => level !== 'ok') ? 1 : 0,
    }
  },
})
