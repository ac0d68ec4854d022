import {ExpError} from '../base/errors'
import {hasControl} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand, LOOKED_UP} from '../cli/spec'

export const command = defineCommand({
  id: 'complete',
  summary: 'Print what a word being typed may become',
  description: 'What the completion scripts of the shells ask when TAB is typed.',
  examples: [{command: 'git exp complete fields name,params.l', says: 'for --columns'}],
  args: [
    {name: 'kind', summary: 'field, fields or filter', required: true, completes: LOOKED_UP},
    {name: 'typed', summary: 'the word as far as it is typed'},
  ],
  flags: {},
  hidden: true,
  async run({args}, io) {
    const kind = LOOKED_UP.find(each => each === args.kind)
    if (!kind) {
      throw new ExpError('USAGE', `KIND is '${args.kind}'; expected one of: ${LOOKED_UP.join(', ')}`, {
        hints: ['git exp complete field params.'],
      })
    }
    const [context, {completeWord}] = await Promise.all([contextOf(io), import('../usecases/complete-word')])
    const found = await completeWord(context, {kind, typed: args.typed ?? ''})
    // One a line, for a shell: no name may make a second line of it, or be obeyed by a terminal.
    const words = found.filter(word => !hasControl(word))
    return {data: {words}, text: words.map(word => `${word}\n`).join('')}
  },
})
