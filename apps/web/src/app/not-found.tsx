import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Compass } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { titled } from '../page-title.ts'

export const generateMetadata = titled('notFound')

export default async function NotFound() {
  const t = await getTranslations('notFound')
  return (
    <main className="mx-auto max-w-lg p-6 pt-24">
      <EmptyState icon={Compass} title={t('title')}>
        <p className="text-sm text-muted">{t('hint')}</p>
        <Button asChild>
          <Link href="/">{t('home')}</Link>
        </Button>
      </EmptyState>
    </main>
  )
}
