import {type Drawn, redraw} from '../render/redraw'
import type {Room, Screen} from './spec'
import {writeOut} from './streams'

/** Where a terminal does not say. */
const USUAL: Room = {columns: 80, rows: 24}

/**
 * The terminal of stdout. Ctrl-C needs no care: between two drawings it is as any program leaves it, so a signal may end us as it ends
 * others.
 */
export function terminalScreen(): Screen {
  const {stdout} = process
  let drawn: Drawn | undefined
  let shown: Parameters<Screen['show']>[0] = () => []
  const draw = () => {
    const room = {columns: stdout.columns || USUAL.columns, rows: stdout.rows || USUAL.rows}
    // The last column and row stay free: what fills them may wrap or scroll.
    const lines = shown({columns: room.columns - 1, rows: room.rows - 1})
    void writeOut(redraw(lines, room, drawn))
    drawn = {...room, lines: lines.length}
  }
  stdout.on('resize', draw)
  // What the shell wrote meanwhile is not ours to write over.
  process.on('SIGCONT', () => {
    drawn = undefined
    draw()
  })
  return {
    show: lines => {
      shown = lines
      draw()
    },
  }
}
