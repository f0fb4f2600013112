package io.fovea.metrics;

/**
 * COCO's twelve numbers; {@link Double#NaN} where there is no true thing of the size.
 *
 * @param ap mean over IoU 0.50 : 0.05 : 0.95 and categories
 * @param ap50 at IoU 0.5
 * @param ap75 at IoU 0.75
 * @param apSmall of things up to 32 x 32 pixels
 * @param apMedium between
 * @param apLarge from 96 x 96
 * @param ar1 mean recall where one find a picture and category counts
 * @param ar10 ten
 * @param ar100 a hundred
 * @param arSmall likewise, small things
 * @param arMedium medium
 * @param arLarge large
 */
public record CocoSummary(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double ar1,
        double ar10,
        double ar100,
        double arSmall,
        double arMedium,
        double arLarge) {}
