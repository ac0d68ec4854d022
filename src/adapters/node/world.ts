import type {Clock, Ids, Timer} from '../../ports/world'
import {randomBytes} from './random'

export const nodeClock: Clock = {
  now: () => Date.now(),
  zone: (at = Date.now()) => {
    const east = -new Date(at).getTimezoneOffset()
    const two = (n: number) => String(n).padStart(2, '0')
    return `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}${two(Math.abs(east) % 60)}`
  },
}

export const nodeIds: Ids = {random: bytes => randomBytes(bytes)}

export const nodeTimer: Timer = {sleep: ms => new Promise(resolve => setTimeout(resolve, ms))}
