import {ExpError} from '../../base/errors'
import {contextOf} from '../../cli/context'
import {defineCommand} from '../../cli/spec'

export const command = defineCommand({
  id: 'template show',
  summary: 'Print a template',
  description: 'The JSON Schema as it lies in the ledger.',
  examples: [{command: 'git exp template show text-classification', says: 'what a text classifier must record'}],
  args: [{name: 'name', summary: 'template; default: the default of the ledger'}],
  flags: {},
  pager: true,
  async run({args}, io) {
    const [context, {showTemplate}] = await Promise.all([contextOf(io), import('../../usecases/templates')])
    const {name, text} = await showTemplate(context, args.name)
    return {data: {name, schema: schemaOf(name, text)}, text}
  },
})

function schemaOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ExpError('BAD_TEMPLATE', `the template "${name}" is no JSON`, {
      hints: [`git exp template show ${name}`],
      cause,
    })
  }
}
