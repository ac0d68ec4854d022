import type {Outline} from './bands'
import type {Piece} from './lines'

/** Where a step and a value come to lie, in the units of the image. */
export interface Place {
  x(step: number): number
  y(value: number): number
}

/** The `d` of a path through the points of each line, to a tenth of a unit, as short as it can be said. */
export function linePath(pieces: readonly Piece[], place: Place): string {
  return pieces.map(piece => (piece.length === 1 ? '' : joinedPoints(piece, place))).join('')
}

/** The same for points that stand alone: lines of no length, which round ends make dots. */
export function dotPath(pieces: readonly Piece[], place: Place): string {
  return pieces.map(piece => (piece.length === 1 ? `${joinedPoints(piece, place)}h0` : '')).join('')
}

/** The `d` of closed outlines; one of a single step becomes a narrow bar. */
export function outlinePath(outlines: readonly Outline[], place: Place): string {
  return outlines
    .map(({points, isAlone}) => (isAlone ? bar(points, place) : `${joinedPoints(points, place)}z`))
    .join('')
}

const BAR = 4

function bar(points: Piece, place: Place): string {
  const [top, bottom] = [points[0]!, points.at(-1)!].map(({value}) => tenths(place.y(value)))
  const left = tenths(place.x(points[0]!.step)) - 5 * BAR
  return `${pair(left, top!, 'M')}h${BAR}v${short(bottom! - top!)}h${-BAR}z`
}

function joinedPoints(piece: Piece, place: Place): string {
  let [beforeX, beforeY] = [0, 0]
  return piece
    .map(({step, value}, i) => {
      const [x, y] = [tenths(place.x(step)), tenths(place.y(value))]
      const said = pair(x - beforeX, y - beforeY, i === 0 ? 'M' : i === 1 ? 'l' : ' ')
      beforeX = x
      beforeY = y
      return said
    })
    .join('')
}

const tenths = (value: number) => Math.round(value * 10)

/** A minus parts two numbers as well as a blank does. */
function pair(x: number, y: number, before: string): string {
  const [first, second] = [short(x), short(y)]
  return `${before === ' ' && first.startsWith('-') ? '' : before}${first}${second.startsWith('-') ? '' : ' '}${second}`
}

const short = (value: number) => String(value / 10).replace(/^(-?)0\./, '$1.')
