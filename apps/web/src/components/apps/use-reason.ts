'use client'

import type { AppView } from '@berth/protocol'
import { useQuery } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { sentence } from '../../format/sentence.ts'
import { useNow } from '../../format/use-now.ts'
import { useEndText } from '../../format/use-end-text.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { failedInstance } from '../app/overview/failed-instance.ts'

/** An app's reason in words. The server's sentence is English; other languages say how the instance ended. */
export function useReason(app: AppView): string | null {
  const tenant = useTenant()
  const locale = useLocale()
  const now = useNow()
  const endText = useEndText()
  const translated = app.reason !== null && locale !== 'en'
  const instances = useQuery(useTRPC().instances.list.queryOptions({ tenant }, { enabled: translated }))
  if (app.reason === null) return null
  const own = (instances.data ?? []).filter((one) => one.app === app.name)
  const failed = failedInstance(own, now)
  return translated && failed?.lastEnd ? endText(failed.lastEnd) : sentence(app.reason, app.image)
}
