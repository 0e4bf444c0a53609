import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { JobPage } from '../../../../../../../../components/app/jobs/job-page.tsx'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('jobs')
  return { title: t('one', { id: (await params).id }) }
}

export default async function OneJobPage({ params }: Props) {
  return <JobPage id={(await params).id} />
}
