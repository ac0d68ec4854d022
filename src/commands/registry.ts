import type {CommandTable} from '../cli/spec'

/** Every command and where it is; one chunk each when bundled, loaded when it is typed. */
export const COMMANDS: CommandTable = {
  completion: () => import('./completion'),
  config: () => import('./config'),
  diff: () => import('./diff'),
  help: () => import('./help'),
  init: () => import('./init'),
  log: () => import('./log'),
  ls: () => import('./ls'),
  note: () => import('./note'),
  record: () => import('./record'),
  recover: () => import('./recover'),
  show: () => import('./show'),
  tag: () => import('./tag'),
  'template check': () => import('./template/check'),
  'template list': () => import('./template/list'),
  'template show': () => import('./template/show'),
  version: () => import('./version'),
}
