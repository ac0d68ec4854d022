import {DARK, DARK_GROUND, LIGHT, LIGHT_GROUND} from '../../../../src/render/curves/svg-style'

type Triple = readonly [number, number, number]

/** Linear RGB as seen with each kind of sight at its full severity: Machado, Oliveira, Fernandes 2009. */
const SIGHTS: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const dot = ([a, b, c]: Triple, [x, y, z]: Triple) => a * x + b * y + c * z
const luminance = (rgb: Triple) => dot([0.2126, 0.7152, 0.0722], rgb)

/** CIE 1976 L*a*b*, D65. */
function lab(rgb: Triple): Triple {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f(dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505)
  const y = f(luminance(rgb))
  const z = f(dot([0.0193, 0.1192, 0.9505], rgb) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function distance(a: string, b: string, sight: readonly Triple[]): number {
  const seen = (hex: string) =>
    lab(sight.map(row => Math.min(1, Math.max(0, dot(row, linear(hex))))) as unknown as Triple)
  const [left, right] = [seen(a), seen(b)]
  return Math.hypot(...left.map((value, i) => value - right[i]!))
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}

describe.each([
  ['light', LIGHT, LIGHT_GROUND],
  ['dark', DARK, DARK_GROUND],
] as const)('%s', (_, colors, ground) => {
  test.each(Object.keys(SIGHTS))('every two colours are told apart with %s', sight => {
    const pairs = colors.flatMap((a, i) => colors.slice(i + 1).map(b => [a, b] as const))
    const near = pairs.filter(([a, b]) => distance(a, b, SIGHTS[sight]!) < 30)
    expect(near).toEqual([])
  })

  test('each stands out from its ground', () => {
    expect(colors.filter(color => contrast(color, ground!) < 3)).toEqual([])
  })
})
