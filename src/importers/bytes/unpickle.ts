import {unreadable} from '../unreadable'
import {PickleMachine} from './pickle-machine'
import {OPCODES} from './pickle-opcodes'
import type {Py} from './python-values'

const STOP = 0x2e
const MAX_OPERATIONS = 500_000

/** The value that a pickle describes, and where it ends. No name in it is looked up, nothing is called. */
export function unpickle(bytes: Uint8Array): {readonly value: Py; readonly end: number} {
  const machine = new PickleMachine(bytes)
  for (let count = 0; count < MAX_OPERATIONS; count++) {
    const code = machine.byte()
    if (code === STOP) return {value: machine.pop(), end: machine.at}
    const operation = OPCODES.get(code)
    if (!operation) unreadable(`has the pickle opcode 0x${code.toString(16).padStart(2, '0')} at ${machine.at - 1}`)
    operation(machine)
  }
  return unreadable(`has more than ${MAX_OPERATIONS} pickle operations`)
}
