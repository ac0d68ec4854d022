import {mayHoldSecrets} from '../capture/secret-hint'

/** A text with what reads as a secret taken out of it; the scanner is loaded only where there may be one. */
export async function textWithoutSecret(text: string): Promise<string> {
  return mayHoldSecrets(text) ? (await import('../capture/secrets')).redactText(text).text : text
}
