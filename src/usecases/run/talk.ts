import {keptWarning} from './keep'
import type {Kept} from './running'
import {whyOf} from './why'

export type Told = {readonly kind: 'run' | 'warning' | 'hint'; readonly text: string}

/** Says things as they come, and remembers the warnings. */
export interface Talk {
  readonly warnings: readonly string[]
  warn(text: string | undefined): void
  tell(text: string): void
  hint(text: string | undefined): void
  kept(kept: Kept, what: string): void
}

export function talk(tell: (line: Told) => void): Talk {
  const warnings: string[] = []
  const warn = (text: string | undefined) => {
    if (text === undefined) return
    warnings.push(text)
    tell({kind: 'warning', text})
  }
  return {
    warnings,
    warn,
    tell: text => tell({kind: 'run', text}),
    hint: text => {
      if (text !== undefined) tell({kind: 'hint', text})
    },
    kept: (kept, what) => warn(keptWarning(kept, what)),
  }
}

/** The state beside the ledger serves those who look on and clean up: a run must not fail for want of it. */
export function quietly(work: () => void, said: Talk): void {
  try {
    work()
  } catch (error) {
    said.warn(`what is kept of a run while it goes on could not be written: ${whyOf(error)}`)
  }
}
