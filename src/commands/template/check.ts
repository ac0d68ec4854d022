import {formatProblem} from '../../base/problem'
import {plural, safe} from '../../base/text'
import {contextOf} from '../../cli/context'
import {defineCommand} from '../../cli/spec'

export const command = defineCommand({
  id: 'template check',
  summary: 'Check a template, and the runs that name it',
  description: `Compiles a template of the ledger, or a file before it goes there, and checks every run that names it. Templates are run
under a time limit, for they may come from anybody.`,
  examples: [
    {command: 'git exp template check text-classification', says: 'do our runs still satisfy it?'},
    {command: 'git exp template check ./generic.schema.json', says: 'would they satisfy this version?'},
  ],
  args: [{name: 'template', summary: 'name, or file with a . or / in it', required: true, completes: 'file'}],
  flags: {},
  no: 'a run does not satisfy it',
  async run({args}, io) {
    const [context, {checkTemplate}] = await Promise.all([contextOf(io), import('../../usecases/templates')])
    const result = await checkTemplate(context, args.template)
    const lines = result.failing.flatMap(({id, name, problems}) =>
      problems.map(problem => `${safe(formatProblem(problem, `${id} ${name}`))}\n`),
    )
    const fine = result.runs - result.failing.length
    return {
      data: result,
      text: `${safe(result.name)} is a valid template; ${plural(fine, 'run')} of ${result.runs} satisfy it\n${lines.join('')}`,
      exit: result.failing.length > 0 ? 1 : 0,
    }
  },
})
