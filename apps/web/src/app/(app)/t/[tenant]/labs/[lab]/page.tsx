import type { Metadata } from 'next'
import { Lab } from '../../../../../../components/labs/lab.tsx'
import { OnlyAllowed } from '../../../../../../components/only-allowed.tsx'

type Props = { params: Promise<{ lab: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).lab }
}

export default async function LabPage({ params }: Props) {
  return (
    <OnlyAllowed permission="course:manage">
      <Lab name={(await params).lab} />
    </OnlyAllowed>
  )
}
