/**
 * Curves on white and on dark: every two of them lie ΔE 30 (CIE 1976) or more apart for normal and for any kind of dichromatic sight, and
 * each has a contrast of 3 or more to its ground. Found by search; test/unit/render/curves/svg-style.test.ts holds it to that.
 */
export const LIGHT = ['#1a5276', '#e8640c', '#04a97f', '#dd64e1', '#732f0e', '#8400e9'] as const
export const DARK = ['#4c86f0', '#e0560a', '#1fe58c', '#b8689c', '#ffd92e', '#e4fbff'] as const
export const [LIGHT_GROUND, DARK_GROUND] = ['#ffffff', '#0d1117']

/** Of the first, second, … time that the colours are used. */
const DASHES = ['', '6 3', '2 3', '9 3 2 3']

export const svgStyle = `
text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}
.t{font-weight:600;font-size:14px}.s{font-size:11px;fill:#59636e}.e{text-anchor:end}.m{text-anchor:middle}
.bg{fill:${LIGHT_GROUND}}.g{stroke:#8c959f;stroke-opacity:.25;fill:none}.a{stroke:#8c959f;fill:none}
.l{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}.f{stroke-width:1;stroke-opacity:.45}.p{stroke-width:5}.b{stroke-width:1;stroke-dasharray:1 3}
${rules(LIGHT)}
path.h{stroke:none;fill:currentColor;fill-opacity:.2}
text.k{stroke:${LIGHT_GROUND};stroke-width:3;paint-order:stroke}
${DASHES.map((dash, i) => (dash === '' ? '' : `.d${i}{stroke-dasharray:${dash}}`)).join('')}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9198a1}.bg{fill:${DARK_GROUND}}
${rules(DARK)}path.h{fill-opacity:.3}text.k{stroke:${DARK_GROUND}}}
`

function rules(colors: readonly string[]): string {
  return colors
    .map((color, i) => `.c${i}{stroke:${color};color:${color}}text.c${i}{stroke:none;fill:${color};font-weight:600}`)
    .join('')
}

/** Class of the nth curve's colour, and of its dashes. */
export const colorClass = (nth: number): string => `c${nth % LIGHT.length}`
export function dashClass(nth: number): string {
  const dash = Math.floor(nth / LIGHT.length) % DASHES.length
  return dash === 0 ? '' : ` d${dash}`
}
