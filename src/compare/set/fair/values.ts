import type {Direction} from '../../../model/settings'
import type {SeedValues} from '../seed-values'
import type {Found} from './measured'

export type Values = ReadonlyMap<string, SeedValues>

/** What the figures themselves betray: shares against percentages, and one name for two averages. */
export function betrayed(own: Values, base: Values, direction: (path: string) => Direction | undefined): Found[] {
  return [...scales(own, base, direction), ...averages(own, base)]
}

function scales(own: Values, base: Values, direction: (path: string) => Direction | undefined): Found[] {
  const metrics = [...own].flatMap(([path, mine]) => {
    const theirs = base.get(path)
    return theirs && direction(path) === 'higher' && otherScale(mine, theirs) ? [path] : []
  })
  if (metrics.length === 0) return []
  const [first, ...more] = metrics
  const which = more.length > 0 ? `${first} and ${more.length} more` : first
  return [{kind: 'scale', level: 'bars', text: `${which}: one side seems to be 0–1, the other 0–100`, metrics}]
}

/** 0.84 against 84.1: every value of one side at most 1, every one of the other between 1 and 100, about a hundred times as large. */
function otherScale(a: SeedValues, b: SeedValues): boolean {
  const [low, high] = [[...a.values()], [...b.values()]].sort((x, y) => Math.max(...x) - Math.max(...y))
  const [least, most] = [mean(low!), mean(high!)]
  const shares = low!.every(value => value >= 0 && value <= 1) && high!.every(value => value > 1 && value <= 100)
  return shares && least > 0 && most / least > 20 && most / least < 500
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const AVERAGES = ['macro', 'micro', 'weighted'] as const

/** Plain `f1` that is `macro_f1` on one side and `weighted_f1` on the other. */
function averages(own: Values, base: Values): Found[] {
  return [...own.keys()].flatMap((path): Found[] => {
    const named = /^(.*?)(f1|precision|recall)$/.exec(path)
    if (!named || !base.has(path) || /(?:macro|micro|weighted)_$/.test(named[1]!)) return []
    const [mine, theirs] = [own, base].map(values => averageOf(values, path, named[1]!, named[2]!))
    if (!mine || !theirs || mine === theirs) return []
    return [
      {
        kind: 'definition',
        level: 'bars',
        text: `${path} is the ${mine} average, that of the baseline the ${theirs} one`,
        metrics: [path],
      },
    ]
  })
}

/** The only average that equals it. */
function averageOf(values: Values, path: string, before: string, measure: string): string | undefined {
  const equal = AVERAGES.filter(average => {
    const other = values.get(`${before}${average}_${measure}`)
    return other && sameValues(other, values.get(path)!)
  })
  return equal.length === 1 ? equal[0] : undefined
}

const sameValues = (a: SeedValues, b: SeedValues) =>
  a.size === b.size && [...a].every(([seed, value]) => b.get(seed) === value)
