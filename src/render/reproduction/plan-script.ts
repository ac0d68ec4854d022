import {ExpError} from '../../base/errors'
import {hasControl, shellWord} from '../../base/text'
import {
  type PlanAction,
  type PlanItem,
  type PlanStep,
  type SaidWord,
  STEP_TITLES,
} from '../../compare/reproduction/plan/step'
import {pathProblem} from '../../model/paths'
import type {PlanView} from './plan'

/**
 * The steps as a script for sh. Every word of the record is quoted, and stands where it can be no option. Throws BAD_RECORD where
 * the record holds a control character, which could end a comment or mislead whoever reads the script on a terminal.
 */
export function planScript({id, name, steps}: PlanView): string {
  refuseControls(id, name, steps)
  const body = steps.map(({name: step, items, actions}, i) =>
    [
      '',
      `# ${i + 1}. ${STEP_TITLES[step]}`,
      ...items.map(comment),
      ...actions.flatMap(action => lines(action, id)),
    ].join('\n'),
  )
  return [
    '#!/bin/sh',
    `# Reproduces ${name} (${id}). Written by git exp reproduce ${id} --plan --format sh; read it before you run it.`,
    'set -eu',
    'top=$(git rev-parse --show-toplevel)',
    'work=$(mktemp -d)',
    ...body,
    '',
  ].join('\n')
}

function refuseControls(id: string, name: string, steps: readonly PlanStep[]): void {
  const found = JSON.stringify([name, steps], (_, value) =>
    typeof value === 'string' && (hasControl(value) || !value.isWellFormed()) ? {control: true} : value,
  ).includes('{"control":')
  if (!found) return
  throw new ExpError(
    'BAD_RECORD',
    `the record of ${id} holds control characters, or what is no Unicode, which no script is made of`,
    {
      hints: [`git exp reproduce ${id} --plan`],
      data: {id},
    },
  )
}

function comment({what, value, state, note}: PlanItem): string {
  return `# ${state}: ${[what, value, note && `(${note})`].filter(Boolean).join(' ')}`
}

function lines(action: PlanAction, id: string): string[] {
  switch (action.do) {
    case 'check-file':
      return (
        outside(action.path) ?? [
          `echo ${shellWord(action.digest.replace(/^sha256:/, ''))}'  '"$top"/${shellWord(action.path)} | sha256sum -c -`,
        ]
      )
    case 'bring-file':
      return (
        outside(action.path) ?? [
          `[ -e ./${shellWord(action.path)} ] || { mkdir -p "$(dirname ./${shellWord(action.path)})"; ln -s "$top"/${shellWord(action.path)} ./${shellWord(action.path)}; }`,
        ]
      )
    case 'checkout':
      return [
        `git worktree add --detach "$work"/code ${shellWord(action.commit)}`,
        'cd "$work"/code',
        ...(action.tree && /^[0-9a-f]{40,64}$/.test(action.tree)
          ? [
              `[ "$(git rev-parse 'HEAD^{tree}')" = ${action.tree} ] || { echo 'another tree than was recorded' >&2; exit 1; }`,
            ]
          : []),
        ...(action.submodules ? ['git submodule update --init --recursive'] : []),
      ]
    case 'packages':
      return [
        ...VENV,
        `git show ${shellWord(action.list)} | { LC_ALL=C grep -E ${shellWord(PLAIN_PIN)} || :; } >"$work"/requirements.txt`,
        'python -m pip install --no-deps -r "$work"/requirements.txt',
      ]
    case 'install':
      return [...VENV, `python -m pip install ${action.pins.map(shellWord).join(' ')}`]
    case 'set':
      return [`export ${action.name}=${shellWord(action.value)}`]
    case 'run':
      return [
        ...(action.folder === undefined ? [] : (outside(action.folder) ?? [`cd ./${shellWord(action.folder)}`])),
        `git exp run --parent ${shellWord(id)}${action.said.map(saidText).join('')} -- ${action.argv.map(shellWord).join(' ')}`,
      ]
    case 'no-command':
      return [
        "echo 'no command was recorded: write it into this script in the place of this line' >&2; exit 2",
        `# git exp run --parent ${shellWord(id)} -- ${action.guess.map(shellWord).join(' ')}`,
      ]
    case 'compare':
      return [`git exp reproduce ${shellWord(id)} --by latest`]
  }
}

/** As `isPin`, for grep: a line that is anything else could bring in anything. */
const PLAIN_PIN = '^[A-Za-z0-9][A-Za-z0-9._-]*(\\[[A-Za-z0-9][A-Za-z0-9,._-]*\\])?==[A-Za-z0-9][A-Za-z0-9._+!-]*$'

/** Its path starts where the code was checked out; one that leads elsewhere is not said. */
function saidText({flag, name, value, isPath}: SaidWord): string {
  // One that begins like an option is to be none.
  const begin = name === undefined ? '' : `${name}=`
  const said = `--${flag}${(begin || value).startsWith('-') ? '=' : ' '}`
  if (!isPath) return ` ${said}${shellWord(`${begin}${value}`)}`
  return outside(value) ? '' : ` ${said}${shellWord(begin)}"$work"/code/${shellWord(value)}`
}

const VENV = ['python3 -m venv "$work"/env', '. "$work"/env/bin/activate']

/** What leads out of the repository is no file of the run. */
function outside(path: string): string[] | undefined {
  const problem = pathProblem(path)
  return problem === undefined ? undefined : [`# left out, for its path ${problem}`]
}
