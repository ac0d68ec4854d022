import type {ChildSpec} from '../../ports/children'
import type {RunPorts} from '../run/running'
import {type Container, containerArgv, containerFacts, mustBeMountable} from './container'
import type {DataToRepeat} from './data-of-run'

export interface Contained {
  readonly container: Container
  /** The folder of the code. */
  readonly top: string
  readonly data: readonly DataToRepeat[]
  readonly variables: Readonly<Record<string, string>>
}

/** The same ports, by which a command runs in a container; what runs there is heard as if it ran here. */
export function inContainer(ports: RunPorts, {container, top, data, variables}: Contained): RunPorts {
  const {children, hook, files} = ports
  const readable = [...data.flatMap(openedTo), ...(hook === undefined ? [] : [files.resolve(hook, '../..')])]
  const argvOf = ({argv, cwd, env}: ChildSpec) => {
    const told = env['GIT_EXP_RUN_DIR']
    const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return containerArgv(container, {
      argv,
      cwd,
      env: {...variables, ...Object.fromEntries(set)},
      writable: [top, ...(told ? [told] : [])],
      readable: [...new Set(readable)],
    })
  }
  return {
    ...ports,
    container: containerFacts(container),
    children: {
      ...children,
      run: async (spec, started) => {
        const {argv, cwd, beat, scratch} = {...spec, argv: argvOf(spec)}
        const end = await children.run({argv, cwd, env: {}, beat, ...(scratch !== undefined && {scratch})}, started)
        // What was measured is the program that waits for the container.
        const {cpu: _, peakRss: __, peakVram: ___, ...rest} = end
        return rest
      },
    },
  }
}

/** Before anything is started. Throws ENV_FAILED. */
export function mustFit(data: readonly DataToRepeat[], folder: string): void {
  for (const path of [folder, ...data.flatMap(openedTo)]) mustBeMountable(path)
}

/** Where data lies that the command is to find. An address that nobody could check is not opened to it. */
function openedTo({at, place, brought, state}: DataToRepeat): string[] {
  if (at === undefined) return []
  // A snapshot of the hub's cache is links to what lies beside it.
  if (brought === 'linked') return [place === 'hub' ? at.slice(0, at.lastIndexOf('/snapshots/')) : at]
  return place === 'path' && (state === 'same' || state === 'changed') ? [at] : []
}
