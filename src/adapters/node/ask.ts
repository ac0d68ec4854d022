import {createInterface} from 'node:readline'

/** Whether a person says yes; the end of the input, Ctrl-C and anything else is no. */
export function askPerson(question: string): Promise<boolean> {
  const lines = createInterface({input: process.stdin, output: process.stderr})
  return new Promise(resolve => {
    lines.on('close', () => resolve(false))
    lines.question(`${question} [y/N] `, answer => {
      resolve(/^y(?:es)?$/i.test(answer.trim()))
      lines.close()
    })
  })
}
