import { Overview } from '../../../../../../components/app/overview/overview.tsx'

export default function OverviewPage() {
  return <Overview />
}
