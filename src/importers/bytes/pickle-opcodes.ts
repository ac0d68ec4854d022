import {MAX_DIGITS} from '../../format/limits'
import {unreadable} from '../unreadable'
import type {PickleMachine} from './pickle-machine'
import {type Py, PyDict, PyName, PyObject} from './python-values'

type Operation = (machine: PickleMachine) => void

const pushing =
  (make: (machine: PickleMachine) => Py): Operation =>
  machine =>
    machine.push(make(machine))

/** Two values at the top: what is called or made, and its arguments. */
const making: Operation = machine => {
  const args = machine.pop()
  machine.push(new PyObject(machine.pop(), args))
}

const popped = (machine: PickleMachine, count: number): Py[] =>
  Array.from({length: count}, () => machine.pop()).reverse()

/** Two's complement, little-endian. */
function long(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_DIGITS / 4) unreadable(`has an integer of ${bytes.length} bytes`)
  if (bytes.length === 0) return 0
  const hex = Buffer.from(bytes).reverse().toString('hex')
  return small(BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`)))
}

const small = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value)

const name = (machine: PickleMachine): PyName => new PyName(machine.line(), machine.line())

function stackName(machine: PickleMachine): PyName {
  const [module, own] = popped(machine, 2)
  if (typeof module !== 'string' || typeof own !== 'string') return unreadable('names something by what is no text')
  return new PyName(module, own)
}

/** What protocols 2 to 5 write. Registered extensions and buffers from outside are unknown here. */
export const OPCODES: ReadonlyMap<number, Operation> = new Map<number, Operation>(
  Object.entries({
    '(': m => m.mark(),
    '0': m => void m.pop(),
    '1': m => void m.popToMark(),
    '2': m => m.push(m.top()),
    '\x80': m => void m.byte(),
    '\x95': m => void m.unsigned(8),
    N: m => m.push(null),
    '\x88': m => m.push(true),
    '\x89': m => m.push(false),
    J: pushing(m => m.signed()),
    K: pushing(m => m.unsigned(1)),
    M: pushing(m => m.unsigned(2)),
    G: pushing(m => m.float()),
    '\x8a': pushing(m => long(m.take(m.unsigned(1)))),
    '\x8b': pushing(m => long(m.take(m.signed()))),
    T: pushing(m => m.text(m.signed(), 'latin1')),
    U: pushing(m => m.text(m.unsigned(1), 'latin1')),
    X: pushing(m => m.text(m.unsigned(4))),
    '\x8c': pushing(m => m.text(m.unsigned(1))),
    '\x8d': pushing(m => m.text(m.unsigned(8))),
    B: pushing(m => m.take(m.unsigned(4))),
    C: pushing(m => m.take(m.unsigned(1))),
    '\x8e': pushing(m => m.take(m.unsigned(8))),
    '\x96': pushing(m => m.take(m.unsigned(8))),
    ']': pushing(() => []),
    a: m => m.append(popped(m, 1)),
    e: m => m.append(m.popToMark()),
    ')': pushing(() => []),
    t: pushing(m => m.popToMark()),
    '\x85': pushing(m => popped(m, 1)),
    '\x86': pushing(m => popped(m, 2)),
    '\x87': pushing(m => popped(m, 3)),
    '}': pushing(() => new PyDict()),
    s: m => m.setItems(popped(m, 2)),
    u: m => m.setItems(m.popToMark()),
    '\x8f': pushing(() => []),
    '\x90': m => m.append(m.popToMark()),
    '\x91': pushing(m => m.popToMark()),
    q: m => void m.memo.set(m.unsigned(1), m.top()),
    r: m => void m.memo.set(m.unsigned(4), m.top()),
    '\x94': m => void m.memo.set(m.memo.size, m.top()),
    h: m => m.recall(m.unsigned(1)),
    j: m => m.recall(m.unsigned(4)),
    c: pushing(name),
    '\x93': pushing(stackName),
    R: making,
    '\x81': making,
    '\x92': m => {
      m.pop()
      making(m)
    },
    b: m => m.build(),
    Q: pushing(m => new PyObject(new PyName('pickle', 'persistent'), [m.pop()])),
  } satisfies Record<string, Operation>).map(([code, operation]) => [code.charCodeAt(0), operation]),
)
