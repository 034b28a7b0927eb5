import { createFileRoute } from '@tanstack/react-router';
import { FitsScreen } from '../../features/study/fits-screen.tsx';

export const Route = createFileRoute('/_app/admin/study')({ component: FitsScreen });
