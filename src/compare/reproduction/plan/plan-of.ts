import type {JsonObject} from '../../../base/json'
import {codeStep} from './code-step'
import {evaluateStep, trainStep} from './command-steps'
import {dataStep} from './data-step'
import {environmentStep} from './environment-step'
import {paramsStep} from './params-step'
import {settingsStep} from './settings-step'
import {item, type PlanFacts, type PlanStep} from './step'

/** The steps to repeat a run, in their order, each with what is known of it. Pure. */
export function planOf(record: JsonObject, facts: PlanFacts): PlanStep[] {
  return [
    dataStep(record),
    codeStep(record, facts),
    environmentStep(record, facts),
    settingsStep(record, facts),
    paramsStep(record),
    trainStep(record),
    evaluateStep(record),
    {
      name: 'compare',
      items: [item('tolerance', 'exact', 'assumed', 'say how far each metric may lie: --tolerance')],
      actions: [{do: 'compare'}],
    },
  ]
}
