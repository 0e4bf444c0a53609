import { describeFeatures } from '@berth/runtime/command/features'
import type { Command } from '../session.ts'
import { SPEC_VERSION } from '../version.ts'

export const features: Command = async ({ print }) => {
  print(JSON.stringify(describeFeatures(SPEC_VERSION), null, 2))
  return 0
}
