import {checkSetting, type Setting, type SettingKey, type Settings, settingKey} from '../config/settings'

export interface ConfigurePorts {
  readonly settings: Settings
  readonly setConfig: (key: string, value: string | undefined) => Promise<void>
}

/** Every setting, with its value and where it came from. */
export function listSettings({settings}: ConfigurePorts): Setting[] {
  return Object.values(settings)
}

/** One setting; throws BAD_SETTING for a key that is none. */
export function getSetting({settings}: ConfigurePorts, key: string): Setting {
  return settings[settingKey(key)]
}

/** Writes a setting into this repository's git configuration, or takes it out of there. Throws BAD_SETTING. */
export async function setSetting(ports: ConfigurePorts, typed: string, value: string | undefined): Promise<SettingKey> {
  const key = settingKey(typed)
  if (value !== undefined) checkSetting(key, value)
  await ports.setConfig(key, value)
  return key
}
