import type {Machine} from '../../ports/machine'
import {assigned, type Found, known, textOf} from './probe'

const SYSTEMS: Readonly<Record<string, string>> = {win32: 'windows', darwin: 'macos'}

/** `platform` (`linux-x86_64`) and `os` (its name and kernel). */
export function probePlatform(machine: Machine): Found {
  const {system, hardware, release} = machine.facts()
  return {
    facts: {
      platform: `${SYSTEMS[system] ?? system}-${hardware}`,
      os: known({name: systemName(machine, system), kernel: release || undefined}),
    },
  }
}

function systemName(machine: Machine, system: string): string | undefined {
  if (system === 'darwin') {
    const plist = textOf(machine, '/System/Library/CoreServices/SystemVersion.plist')
    const version = plist?.match(/<key>ProductVersion<\/key>\s*<string>([^<]+)/)?.[1]
    return version && `macOS ${version}`
  }
  const release = textOf(machine, '/etc/os-release') ?? textOf(machine, '/usr/lib/os-release')
  return assigned(release, 'PRETTY_NAME')
}
