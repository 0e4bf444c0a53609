'use client'

import { Button } from '@berth/ui/button.tsx'
import { Waypoints } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'

/** To how images of other registries are pulled. */
export function MirrorsLink() {
  const t = useTranslations('mirrors')
  return (
    <Button asChild size="sm">
      <Link href="/mirrors">
        <Waypoints aria-hidden />
        {t('title')}
      </Link>
    </Button>
  )
}
