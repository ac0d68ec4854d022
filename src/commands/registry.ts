import type {CommandTable} from '../cli/spec'

/** Every command and where it is; one chunk each when bundled, loaded when it is typed. */
export const COMMANDS: CommandTable = {
  'artifact add': () => import('./artifact/add'),
  complete: () => import('./complete'),
  completion: () => import('./completion'),
  config: () => import('./config'),
  diff: () => import('./diff'),
  doctor: () => import('./doctor'),
  examples: () => import('./examples'),
  finish: () => import('./finish'),
  help: () => import('./help'),
  init: () => import('./init'),
  log: () => import('./log'),
  ls: () => import('./ls'),
  note: () => import('./note'),
  put: () => import('./put'),
  record: () => import('./record'),
  recover: () => import('./recover'),
  run: () => import('./run'),
  show: () => import('./show'),
  start: () => import('./start'),
  tag: () => import('./tag'),
  'template check': () => import('./template/check'),
  'template list': () => import('./template/list'),
  'template show': () => import('./template/show'),
  version: () => import('./version'),
}
