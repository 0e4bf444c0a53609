import type { ImageView, ReferrerView, TagPage } from '@berth/protocol'

type Pushed = { readonly pushedBy: string | null }

/** Who pushed is told within the tenant only: what is public shows images to strangers, not addresses of people. */
export const HIDE_PUSHERS = {
  image: (image: ImageView): ImageView => hide(image),
  tags: (page: TagPage): TagPage => ({ ...page, tags: page.tags.map(hide) }),
  referrers,
}

function referrers(views: readonly ReferrerView[]): ReferrerView[] {
  return views.map((view) => ({ ...hide(view), referrers: referrers(view.referrers) }))
}

function hide<T extends Pushed>(view: T): T {
  return { ...view, pushedBy: null }
}
