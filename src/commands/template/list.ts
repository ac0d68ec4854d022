import {safe} from '../../base/text'
import {contextOf} from '../../cli/context'
import {defineCommand} from '../../cli/spec'

export const command = defineCommand({
  id: 'template list',
  summary: 'List the templates of the ledger',
  description: 'A template is a JSON Schema that records of a kind must satisfy. The default is marked with a star.',
  examples: [{command: 'git exp template list', says: 'their names and titles'}],
  args: [],
  flags: {},
  async run(_, io) {
    const [context, {listTemplates}] = await Promise.all([contextOf(io), import('../../usecases/templates')])
    const {templates, ledger} = await listTemplates(context)
    const width = Math.max(...templates.map(({name}) => name.length))
    const lines = templates.map(
      ({name, title, default: star}) => `${star ? '*' : ' '} ${safe(name).padEnd(width)}  ${safe(title)}\n`,
    )
    return {data: {templates}, text: lines.join(''), hints: ledger ? [] : ['there is no ledger yet: git exp init']}
  },
})
