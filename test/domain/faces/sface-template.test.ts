import { expect, it } from 'vitest';
import { SFACE_TEMPLATE } from '../../../src/domain/faces/sface-template.ts';
import { GROUPING_RULES } from '../../../src/domain/identity/grouping-rules.ts';
import { SFACE } from '../../support/faces.ts';

it('faces are measured by the template of the SFace that the manifest names, and grouped by its threshold', () => {
  expect(SFACE_TEMPLATE).toEqual({ landmarks: SFACE.landmarks, size: SFACE.size });
  expect(GROUPING_RULES.threshold).toBe(SFACE.samePersonCosine);
});
