'use client'

import { Button } from '@berth/ui/button.tsx'
import { Settings2 } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'

/** From the list of images to what is decided about all of them. */
export function SettingsLink({ tenant }: { tenant: string }) {
  const t = useTranslations('imageRules')
  return (
    <Button asChild size="sm">
      <Link href={`/t/${tenant}/images/settings`}>
        <Settings2 aria-hidden />
        {t('settings')}
      </Link>
    </Button>
  )
}
