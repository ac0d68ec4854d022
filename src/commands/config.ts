import {ExpError} from '../base/errors'
import {safe} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'config',
  summary: "Show the settings and where each comes from, or set one in git's configuration",
  description: `Settings are git's own: the exp.* keys of git config, at every level git knows, git -c for one command, and
GIT_EXP_* in the environment, which wins.`,
  examples: [
    {command: 'git exp config', says: 'every setting, its value and its origin'},
    {command: 'git exp config exp.lockTimeout 300', says: 'set one for this repository'},
    {command: 'git exp config --unset exp.lockTimeout', says: 'back to the default'},
  ],
  args: [
    {name: 'key', summary: 'setting to show or set'},
    {name: 'value', summary: 'its new value'},
  ],
  flags: {unset: {kind: 'boolean', summary: "take it out of this repository's configuration"}},
  async run({args, flags}, io) {
    if (flags.unset && (args.key === undefined || args.value !== undefined)) {
      throw new ExpError('USAGE', '--unset takes a key and no value', {
        hints: ['git exp config --unset exp.lockTimeout'],
      })
    }
    const [context, {getSetting, listSettings, setSetting}] = await Promise.all([
      contextOf(io),
      import('../usecases/configure'),
    ])
    if (args.key !== undefined && (flags.unset || args.value !== undefined)) {
      const key = await setSetting(context, args.key, args.value)
      return {data: {key, value: args.value ?? null}}
    }
    const settings = args.key === undefined ? listSettings(context) : [getSetting(context, args.key)]
    const line = ({key, value, origin, summary}: (typeof settings)[number]) =>
      `${key} = ${safe(value)}  (${origin}; ${summary})\n`
    const text = args.key === undefined ? settings.map(line).join('') : `${safe(settings[0]!.value)}\n`
    return {data: {settings}, text}
  },
})
