import { unreachable } from '../../base/assert.ts';
import type { ProjectionInput } from '../projection-input.ts';
import type { BaselineAnswer, BaselineId } from './baseline.ts';
import { conformal } from './conformal.ts';
import { fill } from './fill.ts';
import { rawShare } from './raw-share.ts';
import { swing } from './swing.ts';

/** What this baseline says of an input. `seed` and `draws` are used by those that have a distribution. */
export function baseline(id: BaselineId, input: ProjectionInput, seed: number, draws: number): BaselineAnswer {
  switch (id) {
    case 'raw':
      return rawShare(input);
    case 'fill':
      return fill(input);
    case 'swing-uniform':
      return swing(input, { by: 'addition', within: 'whole' });
    case 'swing-proportional':
      return swing(input, { by: 'factor', within: 'whole' });
    case 'swing-uniform-area':
      return swing(input, { by: 'addition', within: 'area' });
    case 'swing-proportional-area':
      return swing(input, { by: 'factor', within: 'area' });
    case 'conformal':
      return conformal(input, seed, draws);
    default:
      return unreachable(id);
  }
}
