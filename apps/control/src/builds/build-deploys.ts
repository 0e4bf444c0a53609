import type { DeployBuilt } from '@berth/build/service'
import { BerthError } from '@berth/core'
import { type DeployService, deployFields } from '@berth/deploy'
import { z } from 'zod'

/** The wish lay in the database since it was asked for: what an older release of ours wrote may not be one any more. */
const wishSchema = z.strictObject(deployFields).omit({ app: true, image: true })

/** Makes a deploy of what was built. */
export function buildDeploys(deploy: Pick<DeployService, 'deploy'>): DeployBuilt {
  return async ({ caller, app, image, build, wish }) => {
    const parsed = wishSchema.safeParse(wish)
    if (!parsed.success) {
      throw new BerthError(
        'input.invalid',
        'what was to be deployed is not understood any more: build it again',
      )
    }
    return deploy.deploy({ ...parsed.data, ...caller, app, image, build })
  }
}
